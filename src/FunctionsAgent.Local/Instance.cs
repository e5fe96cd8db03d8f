using System;
using System.CommandLine;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Local.Simulation;

namespace FunctionsAgent.Local;

/// <summary>The instance a verb talks to: the one at <c>--url</c>, the one of the data directory, or one that lives as long as the verb.</summary>
/// <param name="Key">What opens it to staff: <c>--token</c>, or on this machine the key of the data directory; null where there is neither.</param>
/// <param name="Own">To be ended with the verb.</param>
internal sealed record Instance(Uri Url, string? Key, LocalHost? Own)
{
    /// <exception cref="StartException">No instance runs and none can be started; or <c>--url</c> is no address.</exception>
    public static async Task<Instance> FindAsync(ParseResult line, CancellationToken ct)
    {
        var (data, token) = (line.GetValue(GlobalOptions.Data)!, line.GetValue(GlobalOptions.Token));
        if (line.GetValue(GlobalOptions.Url) is { } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") ? new Instance(url, token ?? KeyOf(data, url), null)
                : throw new StartException($"--url {text} is no address: write http://127.0.0.1:7071.");
        }
        var simulated = SimulationMark.Read(data);
        if (simulated is not null) await line.InvocationConfiguration.Error.WriteLineAsync(simulated.Note(data));
        if (InstanceFile.Read(data) is { } running && await ListensAsync(new Uri(running.Url), ct)) return new Instance(new Uri(running.Url), token ?? running.Key, null);
        // By our clock the nights since would be caught up with, and the figures were those of another day each time.
        var present = simulated is { State: SimulationMark.Finished } ? new SimulatedClock(simulated.Present) : TimeProvider.System;
        var own = await LocalHost.StartAsync(GlobalOptions.Host(line) with { Urls = "http://127.0.0.1:0", Time = present }, ct);
        return new Instance(own.Url, own.Key, own);
    }

    /// <summary>The key of this machine's data directory is nobody else's business.</summary>
    private static string? KeyOf(string data, Uri url) => url.IsLoopback ? DataFolder.ReadKey(data) : null;

    /// <summary>An instance that was killed leaves its file behind.</summary>
    private static async Task<bool> ListensAsync(Uri url, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(url.DnsSafeHost, url.Port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
