using System.Globalization;
using System.Text.Json;
using FunctionsAgent.Conversations;
using FunctionsAgent.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>
/// The process that dies: the whole product on a data folder. One command a line comes in, one line answers it.
/// Arguments: data folder, seconds the clock is ahead, crash point or <c>-</c>, settings as JSON.
/// </summary>
internal static class Child
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] args)
    {
        var crashes = new Crashes();
        if (args[2] != "-") crashes.Arm(CrashPoint.Parse(args[2]));
        var time = new ShiftedTime(TimeSpan.FromSeconds(double.Parse(args[1], CultureInfo.InvariantCulture)));
        await using var host = await LocalHost.StartAsync(new LocalOptions
        {
            Data = args[0],
            Urls = "http://127.0.0.1:0",
            Settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(args[3])!,
            Time = time,
            Configure = services => services.ServeChaosAgent().WatchIdle().LetDie(crashes),
        });
        Say($"{host.Url} {host.Key}");
        while (await Console.In.ReadLineAsync() is { } line && line != "stop")
            Say(await AnswerAsync(host, crashes, time, line));
        return 0;
    }

    private static async Task<string> AnswerAsync(LocalHost host, Crashes crashes, ShiftedTime time, string line)
    {
        var (command, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
        switch (command)
        {
            case "arm":
                crashes.Arm(CrashPoint.Parse(rest));
                return "armed";
            case "count":
                var counts = crashes.Counts;
                crashes.Arm(null);
                return JsonSerializer.Serialize(counts);
            case "shift":
                time.Shift(TimeSpan.FromSeconds(int.Parse(rest, CultureInfo.InvariantCulture)));
                return "shifted";
            case "idle":
                await host.Services.GetRequiredService<IdleWatch>().IdleAsync(Patience);
                return "idle";
            case "pending":
                var waiting = await host.Services.GetRequiredService<ConversationLog>().PendingCountAsync(rest, 100, CancellationToken.None);
                return waiting.ToString(CultureInfo.InvariantCulture);
            default:
                throw new ArgumentException($"No such command: {line}", nameof(line));
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
