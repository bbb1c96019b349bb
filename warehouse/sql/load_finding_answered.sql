-- Takes away the findings of questions that somebody has answered: they hold no row.
DELETE FROM load_finding WHERE list_contains($answered, rule);
