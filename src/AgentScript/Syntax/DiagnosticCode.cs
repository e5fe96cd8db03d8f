namespace AgentScript.Syntax;

/// <summary>The parser's two codes.</summary>
internal static class DiagnosticCode
{
    public const string Syntax = "syntax-error";

    /// <summary>One token is not there; the parser goes on as if it were.</summary>
    public const string Missing = "missing-token";
}
