using AgentScript.Schema;

namespace AgentScript.Linting.Structure;

/// <summary>Compares a script with the tables of its dialect.</summary>
internal sealed class SchemaPass : ILintPass
{
    public void Run(LintContext context)
    {
        new BlockChecker(context).Root(context.Schema!);
    }
}
