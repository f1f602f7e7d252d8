with

-- A calendar does not change: a build that finds it there adds nothing.
days as (

    select range::date as date_day
    from range(date '{{ var("first_day") }}', date '{{ var("last_day") }}' + 1, interval 1 day)
    {% if is_incremental() %}
        where false
    {% endif %}

),

-- A week is that of ISO 8601: from Monday on, and of the year that its Thursday lies in.
final as (

    select
        date_day,
        year(date_day) as year,
        quarter(date_day) as quarter,
        month(date_day) as month,
        monthname(date_day) as month_name,
        isoyear(date_day) as iso_year,
        week(date_day) as iso_week,
        date_trunc('week', date_day)::date as week_start,
        date_trunc('month', date_day)::date as month_start,
        date_trunc('quarter', date_day)::date as quarter_start,
        date_trunc('year', date_day)::date as year_start,
        isodow(date_day) as day_of_week,
        dayname(date_day) as day_name,
        isodow(date_day) >= 6 as is_weekend
    from days

)

select * from final
