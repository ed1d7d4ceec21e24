from ruamsuk.older_pages.tests.importing import country, loaded_country

__all__ = ["country", "loaded_country"]
