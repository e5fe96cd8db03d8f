using System.Diagnostics.CodeAnalysis;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>SCHEME://NAME</c>; schemes compare without case.</summary>
internal readonly record struct TargetUri(string Scheme, string Name)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out TargetUri uri)
    {
        uri = default;
        var at = text?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (at < 1 || at + 3 == text!.Length || !char.IsAsciiLetter(text[0])) return false;
        for (var i = 1; i < at; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('_' or '-' or '+' or '.')) return false;
        }
        uri = new(text[..at], text[(at + 3)..]);
        return true;
    }

    public bool Is(string scheme) => scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase);

    public bool IsOneOf(ReadOnlySpan<string> schemes)
    {
        foreach (var scheme in schemes)
        {
            if (Is(scheme)) return true;
        }
        return false;
    }
}
