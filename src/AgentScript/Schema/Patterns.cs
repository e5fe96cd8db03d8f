using System.Text.RegularExpressions;

namespace AgentScript.Schema;

/// <summary>Regular expressions of the tables. None backtracks: they read outside text.</summary>
internal static class Patterns
{
    /// <summary>Of an agent and of a variable.</summary>
    public static Regex Name { get; } = new("^[A-Za-z](_?[A-Za-z0-9])*\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public const int NameLength = 80;

    public const string NameSays = "a letter first, then letters, digits and single underscores";
}
