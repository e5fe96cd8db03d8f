using AgentScript.Syntax;

namespace AgentScript;

/// <summary>Something to say about a place in a script. Advisory: a script with errors still loads.</summary>
/// <param name="Code">Stable name: <c>syntax-error</c>, <c>unknown-field</c>, <c>fa-prompt-emphasis</c>, …</param>
/// <param name="Message">What is wrong and what to do, in a sentence; may quote the script.</param>
/// <param name="Start">Offset of the first UTF-16 code unit.</param>
/// <param name="End">Offset behind the last one; equal to <paramref name="Start"/> where something is missing.</param>
public sealed record Diagnostic(Severity Severity, string Code, string Message, int Start, int End)
{
    /// <summary>What to write instead, ready to be pasted; null where the message says it all.</summary>
    public string? Hint { get; init; }

    /// <summary><c>file:line:column: error code: message</c>, line and column counted from 1.</summary>
    public string Render(SourceText source) =>
        $"{source.Path ?? "script"}:{source.At(Start)}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}

/// <summary>The Language Server Protocol's numbers.</summary>
public enum Severity { Error = 1, Warning = 2, Information = 3 }
