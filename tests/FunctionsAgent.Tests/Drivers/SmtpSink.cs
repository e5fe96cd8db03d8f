using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>A mail server on loopback that keeps what it is given, refuses, or goes away, as a test asks.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener _listener;
    private readonly SemaphoreSlim _taken = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private bool _disposed;

    /// <param name="port">That of a server that was away; 0 takes a free one.</param>
    public SmtpSink(int port = 0)
    {
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>The bodies taken, in order.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>The n-th body taken, once there is one.</summary>
    public async Task<string> ReceivedAsync(int n)
    {
        while (Received.Count < n) await _taken.WaitAsync();
        return Received.ElementAt(n - 1);
    }

    /// <summary>The answer to RCPT TO, for example "550 5.1.1 No such user".</summary>
    public string Recipient { get; set; } = "250 2.1.5 Ok";

    /// <summary>The answer to the body, for example "554 5.7.1 Spam".</summary>
    public string Verdict { get; set; } = "250 2.0.0 Queued";

    public bool DropBeforeData { get; set; }

    /// <summary>Takes the whole body and closes the connection without a word: nobody can know.</summary>
    public bool DropAfterData { get; set; }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _stop.Cancel();
        _listener.Dispose();
        _loop.Wait(TimeSpan.FromSeconds(20));
        _stop.Dispose();
        _taken.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 sink ESMTP");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "DATA" && DropBeforeData)
                    return;
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 Go ahead");
                    Received.Enqueue(await BodyAsync(reader));
                    _taken.Release();
                    if (DropAfterData)
                        return;
                }

                await writer.WriteLineAsync(verb switch { "QUIT" => "221 Bye", "RCPT" => Recipient, "DATA" => Verdict, "EHLO" => "250 sink", _ => "250 Ok" });
                if (verb == "QUIT")
                    return;
            }
        }
        catch (IOException)
        {
            // The client went away.
        }
    }

    private async Task<string> BodyAsync(StreamReader reader)
    {
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            body.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return body.ToString();
    }
}
