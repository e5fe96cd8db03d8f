using AgentScript.Linting;
using AgentScript.Model;

namespace AgentScript.Tests.Linting;

/// <summary>Small whole scripts and what the linter says of them.</summary>
internal static class Linted
{
    public const string Config = "config:\n    developer_name: \"Desk\"\n    agent_type: \"AgentforceEmployeeAgent\"\n";

    public static IReadOnlyList<Diagnostic> Of(string text) => Linter.Lint(Script.Parse(text));

    public static int Count(string text, string code) => Of(text).Count(d => d.Code == code);

    /// <summary>The only diagnostic of the code, with its line counted from 1.</summary>
    public static (Diagnostic Diagnostic, int Line) Single(string text, string code)
    {
        var script = Script.Parse(text);
        var found = Assert.Single(Linter.Lint(script), d => d.Code == code);
        return (found, script.Tree.Source.Line(found.Start) + 1);
    }

    /// <summary>A start agent with an action <c>find</c> (inputs: number string, limit number = 5, hint string not required; outputs: status string, total number, found boolean) and the given reasoning actions and variables.</summary>
    public static string WithTools(string tools, string variables = "    plain: string\n    name: mutable string = \"\"\n    count: mutable number = 0\n    done: mutable boolean = False\n    box: mutable object = {}\n    user: linked string\n        source: @MessagingSession.Id\n") =>
        Config + "variables:\n" + variables + """
            start_agent main:
                description: "Main"
                actions:
                    find:
                        description: "Finds"
                        target: "flow://Find"
                        inputs:
                            number: string
                            limit: number = 5
                            hint: string
                                is_required: False
                        outputs:
                            status: string
                            total: number
                            found: boolean
                reasoning:
                    instructions: ->
                        | Help.
                    actions:

            """ + Indent(tools, 12) + """

            subagent other:
                description: "Other"
            """;

    public static string Indent(string lines, int columns) =>
        string.Join('\n', lines.Split('\n').Select(l => l.Length == 0 ? l : new string(' ', columns) + l));
}
