namespace FunctionsAgent.Policies;

/// <summary>A place in a file of a package, counted from 1; columns in UTF-16 code units.</summary>
public readonly record struct FilePosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
