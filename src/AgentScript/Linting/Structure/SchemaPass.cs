using AgentScript.Schema;

namespace AgentScript.Linting.Structure;

/// <summary>Compares a script with the tables of its dialect.</summary>
internal sealed class SchemaPass : ILintPass
{
    public void Run(LintContext context)
    {
        if (context.Schema is { } dialect) new BlockChecker(context).Root(dialect);
    }
}
