using System.Text.RegularExpressions;

namespace AgentScript.Schema;

/// <summary>Regular expressions of the tables. None backtracks: they read outside text.</summary>
internal static class Patterns
{
    public static Regex DeveloperName { get; } = new("^[A-Za-z](_?[A-Za-z0-9])*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Of a variable.</summary>
    public static Regex Name => DeveloperName;

    public const string NameSays = "a letter first, then letters, digits and single underscores";

    public static Regex FlowUri { get; } = new("^flow://.+$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

}
