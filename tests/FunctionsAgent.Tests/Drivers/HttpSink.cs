using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Takes one HTTP request on loopback and answers with one status line, or keeps the caller waiting.</summary>
internal sealed class HttpSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;

    public HttpSink() => _listener.Start();

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/reply";

    /// <param name="answer">For example "200 OK"; null closes the connection; the empty string never answers.</param>
    public async Task<(Dictionary<string, string> Headers, byte[] Body)> TakeAsync(string? answer, string extra = "")
    {
        _client = await _listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var stream = _client.GetStream();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var line = await LineAsync(stream); line.Length > 0; line = await LineAsync(stream))
        {
            if (line.Split(": ", 2) is [var name, var value])
                headers[name] = value;
        }

        var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        if (answer is null)
            _client.Dispose();
        else if (answer.Length > 0)
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\n{extra}Content-Length: 0\r\n\r\n"));
        return (headers, body);
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }

    private static async Task<string> LineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
