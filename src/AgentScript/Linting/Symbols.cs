using AgentScript.Model;
using AgentScript.Syntax;

namespace AgentScript.Linting;

/// <summary>What a script declares, by name; of two declarations of one name the last. Built once per run, as the model itself searches its lists.</summary>
internal sealed class Symbols
{
    private readonly Dictionary<string, Variable> variables;
    private readonly Dictionary<string, ConnectedAgent> agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> nodes;
    private readonly Dictionary<(EntrySyntax Node, string Name), ActionDefinition> actions = [];
    private readonly Dictionary<(EntrySyntax Owner, string Name), Declaration> inputs = [];
    private readonly Dictionary<(EntrySyntax Owner, string Name), Declaration> outputs = [];

    public Symbols(Script script)
    {
        variables = new(script.Variables.Length, StringComparer.Ordinal);
        foreach (var variable in script.Variables) variables[variable.Name] = variable;
        VariableSpans = variables.GetAlternateLookup<ReadOnlySpan<char>>();
        nodes = new(script.Nodes.Length, StringComparer.Ordinal);
        foreach (var node in script.Nodes)
        {
            nodes[node.Name] = node;
            foreach (var action in node.Actions)
            {
                actions[(node.Syntax, action.Name)] = action;
                foreach (var input in action.Inputs) inputs[(action.Syntax, input.Name)] = input;
                foreach (var output in action.Outputs) outputs[(action.Syntax, output.Name)] = output;
            }
        }
        foreach (var agent in script.ConnectedAgents)
        {
            agents[agent.Name] = agent;
            foreach (var input in agent.Inputs) inputs[(agent.Syntax, input.Name)] = input;
        }
    }

    public Dictionary<string, Variable>.AlternateLookup<ReadOnlySpan<char>> VariableSpans { get; }

    public Variable? Variable(string? name) => name is null ? null : variables.GetValueOrDefault(name);

    public Node? Node(string? name) => name is null ? null : nodes.GetValueOrDefault(name);

    public ConnectedAgent? ConnectedAgent(string? name) => name is null ? null : agents.GetValueOrDefault(name);

    public ActionDefinition? Action(Node? node, string? name) => node is null || name is null ? null : actions.GetValueOrDefault((node.Syntax, name));

    public Declaration? Input(EntrySyntax owner, string name) => inputs.GetValueOrDefault((owner, name));

    public Declaration? Output(EntrySyntax owner, string? name) => name is null ? null : outputs.GetValueOrDefault((owner, name));
}
