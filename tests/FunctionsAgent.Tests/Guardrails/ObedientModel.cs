using System.Collections.Immutable;
using System.Text.Json;
using AgentScript;
using FunctionsAgent.Reasoning;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>
/// The worst model there is: it does whatever any text in its prompt says. Told <c>obeys</c>'s words anywhere (mail, article,
/// tool result, customer) it calls the tool; else it says what it was told to say.
/// </summary>
internal sealed class ObedientModel(Func<string, ImmutableArray<ModelToolCall>> obeys, string says = "Done.") : IModels
{
    private int asked;

    public int Asked => asked;

    /// <summary>Every prompt, its texts joined.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Prompts { get; } = [];

    /// <summary>Settings that make the runtime ask it: an endpoint nobody reaches, inside the boundary.</summary>
    public static Dictionary<string, string?> Settings(string agents) => new()
    {
        ["Models__main__Kind"] = "openai", ["Models__main__Endpoint"] = "http://127.0.0.1:9/v1", ["Models__main__Deployment"] = "obedient", ["Models__main__ApiKey"] = "none",
        ["Agents__Path"] = agents,
    };

    public void Register(IServiceCollection services) => services.AddSingleton<IModels>(this);

    public Task<ModelOutcome> AskAsync(ModelRequest request, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref asked);
        var prompt = string.Join('\n', request.Messages.SelectMany(m => m.Contents).Select(content => content switch
        {
            TextContent text => text.Text,
            FunctionResultContent result => result.Result?.ToString() ?? "",
            _ => "",
        }));
        Prompts.Enqueue(prompt);
        // Once it called a tool that changes something it has nothing more to do.
        var calls = request.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Any(call => call.Name.StartsWith("do_", StringComparison.Ordinal)) ? [] : obeys(prompt);
        calls = [.. calls.Where(call => request.Tools.Any(tool => tool.Name == call.Name)).Select((call, i) => call with { Id = $"call_{number}_{i}" })];
        var answer = calls.IsEmpty ? new ModelAnswer(says, []) : new ModelAnswer(null, calls);
        return Task.FromResult(new ModelOutcome(answer, "main", "obedient", 10, 10, 0, 1, [new("main", "ok", 200, 1)]));
    }

    public static ModelToolCall Call(string tool, object arguments) => new("", tool, JsonSerializer.SerializeToElement(arguments));
}
