using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent run PATH</c>: a conversation with a package in the terminal; a line is a message, the end of the input ends it.</summary>
internal static class AgentRunVerb
{
    private static readonly Argument<string> Folder = new("PATH") { Description = "Folder of a package." };
    private static readonly Option<bool> Trace = new("--trace") { Description = "Prints what the script did, too." };

    public static Command Create()
    {
        var command = new Command("run", "Talks to a package in the terminal.") { Folder, Trace };
        command.SetAction((line, ct) => RunAsync(line, Console.In, Console.IsInputRedirected ? "" : "> ", ct));
        return command;
    }

    /// <param name="prompt">Printed before each line is read.</param>
    public static async Task<int> RunAsync(ParseResult line, TextReader input, string prompt, CancellationToken ct)
    {
        var path = line.GetValue(Folder)!;
        if (PackageReading.ReadOrPrint(line, path) is not { } package) return CommandLine.Found;
        await using var host = await PackageHost.StartAsync(line, path, package.Name, null, ct);
        var output = line.Output();
        if (prompt.Length > 0) await output.WriteLineAsync($"{package.Name} listens; Ctrl+D ends the conversation.");
        string? conversation = null;
        long seen = 0;
        while (true)
        {
            await output.WriteAsync(prompt);
            await output.FlushAsync(ct);
            if (await LineAsync(input, ct) is not { } words) return CommandLine.Fine;
            if (string.IsNullOrWhiteSpace(words)) continue;
            JsonNode answer;
            try
            {
                answer = await host.SayAsync(words, conversation, "chat", null, ct);
            }
            catch (ProblemException e)
            {
                await output.WriteLineAsync(TextTable.Line(e.Message));
                continue;
            }
            conversation = answer.Text("conversationId");
            var events = await host.EventsAsync(conversation, seen, ct);
            if (events.Count > 0) seen = events[^1]["seq"]!.GetValue<long>();
            var facts = TurnFacts.Of(events);
            if (line.GetValue(Trace)) foreach (var step in facts.Trace) await output.WriteLineAsync(TextTable.Line($"  {step}"));
            if (line.GetValue(GlobalOptions.Json)) output.WriteJson(answer);
            else Print(output, answer, facts);
        }
    }

    /// <summary>Null at the end of the input, and after Ctrl+C: the console's own reading cannot be called off.</summary>
    private static async Task<string?> LineAsync(TextReader input, CancellationToken ct)
    {
        try
        {
            return await Task.Run(input.ReadLine, ct).WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static void Print(TextWriter output, JsonNode answer, TurnFacts facts)
    {
        foreach (var message in answer.Items("messages")) output.WriteLine(TextTable.Lines(message.Text("text")));
        if (facts.Handoff is { } reason) output.WriteLine(TextTable.Line($"(A person takes over: {reason}.)"));
        else if (answer.Text("status") == "pending" && !answer.Items("messages").Any()) output.WriteLine($"(No reply within {PackageHost.WaitSeconds} s.)");
    }
}
