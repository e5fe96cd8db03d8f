namespace AgentScript.Syntax;
public static class Parser { public static SyntaxTree Parse(string text, string? path = null) => throw new System.NotSupportedException(text + path); }
