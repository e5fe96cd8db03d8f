using System.Collections.Immutable;
using FunctionsAgent.Agents;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Tools that answer as a package's test says, in order; the last answer stays. One conversation at a time.</summary>
internal sealed class ToolsOfTest
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> calls = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableArray<ToolResult>> answers = ImmutableDictionary<string, ImmutableArray<ToolResult>>.Empty;

    public ToolsOfTest() => Tool = new ScriptedTool(Answer);

    public ScriptedTool Tool { get; }

    public void Use(PackageTest test)
    {
        lock (gate)
        {
            answers = test.Tools;
            calls.Clear();
        }
    }

    private ToolResult Answer(ToolCall call)
    {
        lock (gate)
        {
            if (!answers.TryGetValue(call.Tool.Name, out var given) || given.IsEmpty) return new Failed("unavailable", "The test says nothing of it.");
            var count = calls[call.Tool.Name] = calls.GetValueOrDefault(call.Tool.Name) + 1;
            return given[Math.Min(count, given.Length) - 1];
        }
    }
}
