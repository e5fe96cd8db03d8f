using System.Text.RegularExpressions;

namespace FunctionsAgent.Storage;

/// <summary>What a blob may be called: a content hash, optionally behind one folder. Anything else could leave a folder, or collide once escaped.</summary>
internal static partial class BlobName
{
    public const int MaxLength = 200;

    /// <summary>Throws <see cref="ArgumentException"/> for a name that is not one of ours.</summary>
    public static string Check(string name) => name.Length <= MaxLength && Form().IsMatch(name) ? name : throw new ArgumentException(
        $"A blob name of {name.Length} characters is refused: base64url or hex, at most one folder before it, at most {MaxLength} characters.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
