using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>run</c>, and no verb at all: serves until it is told to stop.</summary>
internal static class RunVerb
{
    public static Option<string> Urls { get; } = new("--urls")
    {
        Description = "Loopback addresses to listen on, separated by semicolons; port 0 takes a free one.", HelpName = "URLS", DefaultValueFactory = _ => LocalOptions.DefaultUrls,
    };

    public static Command Create()
    {
        var command = new Command("run", "Serves until Ctrl+C.") { Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult line, CancellationToken ct)
    {
        var options = GlobalOptions.Host(line) with { Urls = line.GetValue(Urls)!, Logging = Log };
        await using var host = await LocalHost.StartAsync(options, ct);
        var output = line.Output();
        await output.WriteLineAsync($"FunctionsAgent answers at {host.Url} and keeps everything in {host.DataPath}.");
        if (SimulationMark.Read(options.Data) is { } simulated) await output.WriteLineAsync(simulated.Note(options.Data));
        await output.WriteLineAsync($"Key for staff and agents: {host.Key}");
        await output.WriteLineAsync("Ctrl+C stops it.");
        await output.FlushAsync(ct);
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return CommandLine.Fine;
    }

    // Logs go to standard error: standard output is for who reads the address.
    private static void Log(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        // The data directory is the user's own: its keys lie there as everything else does.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A failed start is printed in one line; the host would add its stack.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
