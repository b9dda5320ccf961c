"""Pure folds of the record: the household on a day, the chronology, histories, accounts."""
