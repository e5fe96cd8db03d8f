using System.Globalization;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>Every article has somebody who keeps it true, and a day on which he looks at it again.</summary>
internal static class ReadinessOfArticles
{
    private const int Listed = 5;

    public static ReadinessCheck Owners(Package package, DateOnly today)
    {
        var articles = package.Articles.IsDefault ? [] : package.Articles.Where(article => !article.Retired).ToList();
        if (articles.Count == 0) return ReadinessCheck.Note("articles", "no articles", "Nothing, unless the agent is to answer from articles: knowledge/NAME.md.");
        var wrong = articles.Select(article => (article.Id, Wrong: Wrong(article, today))).Where(article => article.Wrong is not null).ToList();
        if (wrong.Count == 0) return ReadinessCheck.Green("articles", $"{articles.Count}, each with an owner and a review to come");
        var listed = string.Join("; ", wrong.Take(Listed).Select(article => $"{Shown.Of(article.Id)} {article.Wrong}"));
        return ReadinessCheck.Red("articles", $"{wrong.Count} of {articles.Count}: {listed}{(wrong.Count > Listed ? "; …" : "")}",
            "Begin the article with '---', owner: ADDRESS, review: YYYY-MM-DD (the day it is looked at next), '---'; a PDF, HTML or text has them in NAME.yaml beside it.");
    }

    private static string? Wrong(Article article, DateOnly today)
    {
        if (article.Owner is null) return "has no owner";
        if (article.Review is not { } review) return "has no review date";
        return review < today ? $"was to be reviewed on {review.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : null;
    }
}
