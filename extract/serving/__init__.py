"""What users are given: a look at the published warehouse and answers to SQL."""
