"""Django's settings of the bare page (bare.py): apart, because they are read before Django starts."""

# What `django-admin startproject` writes. Nothing of Ruamsuk stands in the way.
SETTINGS = {
    "ROOT_URLCONF": "benchmarks.bare",
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
}
