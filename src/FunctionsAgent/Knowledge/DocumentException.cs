namespace FunctionsAgent.Knowledge;

/// <summary>An article's file that cannot be read: which, and why.</summary>
public sealed class DocumentException(string file, string reason) : Exception($"{file}: {reason}")
{
    public string File { get; } = file;

    public string Reason { get; } = reason;
}
