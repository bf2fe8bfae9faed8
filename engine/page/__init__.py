"""The report of a run as one page of HTML: from the documents' own values to figures, sentences and markup."""
