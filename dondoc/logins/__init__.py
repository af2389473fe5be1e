"""Who may sign in: names, passwords, codes, second factors; posts are the address book's."""
