namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>A change that breaks a good file, and where the mistake is found.</summary>
/// <param name="Schema">Whether the JSON Schema of the file refuses it too; false for what no schema can know.</param>
public sealed record BadFile(string From, string To, string At, string Says, bool Schema = true)
{
    public override string ToString() => $"{From} → {To}";
}
