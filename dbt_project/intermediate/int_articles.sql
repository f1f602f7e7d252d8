{{ current_articles('and article_id in (select article_id from ' ~ ref('int_changed_articles') ~ ')') }}
