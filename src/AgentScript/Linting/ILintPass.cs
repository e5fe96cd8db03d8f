namespace AgentScript.Linting;

/// <summary>One concern of the linter: reads the context, reports, changes nothing. Stateless: an instance serves all scripts at once.</summary>
internal interface ILintPass
{
    void Run(LintContext context);
}
