{{ current_articles() }}
