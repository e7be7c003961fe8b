# Sample configuration, holidays, templates and the sample plans.
