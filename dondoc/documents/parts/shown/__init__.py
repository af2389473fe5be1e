"""What shows that a clause was carried out: one reader a word that a directive may say."""
