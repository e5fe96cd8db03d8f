using AgentScript.Model;
using AgentScript.Schema;

namespace AgentScript.Linting.Generic;

/// <summary><c># @dialect: NAME=MAJOR.MINOR</c>: a dialect that is known, in a version that is not newer.</summary>
internal sealed class DialectPass : ILintPass
{
    public void Run(LintContext context)
    {
        if (DialectComment.Find(context.Tree) is not { } comment) return;
        if (Dialect.Find(comment.Name) is not { } dialect)
        {
            var meant = Suggestion.DidYouMean(comment.Name, ["agentscript", "agentforce"]);
            context.Report(Severity.Error, "unknown-dialect", $"The dialect '{comment.Name}' is not known here; expected agentscript or agentforce.{meant}", comment.Start, comment.End);
        }
        else if (comment.Major is { } major && major != dialect.Major)
        {
            context.Report(Severity.Error, "invalid-version", $"{dialect.Name} {major} is not known here; expected {dialect.Name}={dialect.Major}.", comment.Start, comment.End);
        }
        else if (comment.Minor > dialect.Minor)
        {
            var message = $"The file asks for {dialect.Name} {comment.Major}.{comment.Minor} or newer; what is known here is {dialect.Major}.{dialect.Minor}.";
            context.Report(Severity.Warning, "invalid-version", message, comment.Start, comment.End);
        }
    }
}
