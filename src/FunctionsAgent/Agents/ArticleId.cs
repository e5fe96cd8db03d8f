using System.Text.RegularExpressions;

namespace FunctionsAgent.Agents;

/// <summary>What an article may be called: a path of letters, digits and a few marks. It stands in sources (<c>returns#refunds</c>), routes and logs.</summary>
public static partial class ArticleId
{
    public const int MaxLength = 190;

    /// <summary>For errors.</summary>
    public const string Form = "letters, digits, spaces and . _ - ( ) + & , in folders divided by /, at most 190 characters";

    public static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && Pattern().IsMatch(id);

    [GeneratedRegex(@"\A[\p{L}\p{M}\p{Nd}_(][\p{L}\p{M}\p{Nd} ._()+&,-]*(/[\p{L}\p{M}\p{Nd}_(][\p{L}\p{M}\p{Nd} ._()+&,-]*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
