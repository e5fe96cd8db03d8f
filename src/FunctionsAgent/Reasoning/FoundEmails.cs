using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>Mail addresses as people write them (no quoted local parts, no IP addresses), in lower case.</summary>
internal static class FoundEmails
{
    private const int MostCharacters = 254;

    private static readonly Regex Address = FoundPattern.Of(@"[\p{L}\p{N}_%+'.=~-]*[\p{L}\p{N}_%+=~-]@([\p{L}\p{N}-]+\.)+\p{L}\p{L}+");

    public static IEnumerable<FoundValue> In(string text)
    {
        foreach (Match match in Address.Matches(text))
        {
            var skip = match.Value.TakeWhile(c => c is '.' or '\'' or '-').Count();
            var value = match.Value[skip..];
            if (value.Length > MostCharacters || value.Contains("..", StringComparison.Ordinal) || value.StartsWith('@')) continue;
            yield return new FoundValue("email", value.ToLowerInvariant(), match.Index + skip, value.Length);
        }
    }
}
