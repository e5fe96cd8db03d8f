using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>A mistake in a package: where it is, and what was expected there.</summary>
/// <param name="File">Path below the package's folder, with <c>/</c>.</param>
public sealed record PackageError(string File, int Line, int Column, string Message)
{
    public PackageError(FilePosition at, string message) : this(at.File, at.Line, at.Column, message) { }

    /// <summary>As compilers print it, so that editors find the place.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: error: {Message}";
}

/// <summary>Packages that cannot be served, with every mistake found in them.</summary>
public sealed class PackageException(IReadOnlyList<PackageError> errors)
    : Exception($"{errors.Count} {(errors.Count == 1 ? "error" : "errors")} in the agent packages; nothing was published.\n{string.Join('\n', errors)}")
{
    public IReadOnlyList<PackageError> Errors { get; } = errors;
}
