"""The conditions that checks may look for in a proposal; each is given a `Whole`, read once."""

from ruamsuk.checks.kinds import Condition
from ruamsuk.projects.proposals.queries.conditions import chain, days, evidence, money, numbers, people, texts

PROPOSAL_CONDITIONS: dict[str, Condition] = {
    **texts.CONDITIONS,
    **numbers.CONDITIONS,
    **people.CONDITIONS,
    **money.CONDITIONS,
    **days.CONDITIONS,
    **chain.CONDITIONS,
    **evidence.CONDITIONS,
}
