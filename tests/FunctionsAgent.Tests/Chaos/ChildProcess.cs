using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>The test's end of a <see cref="Child"/>.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Exit code of a process ended by SIGKILL.</summary>
    public const int Killed = 137;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Task<string> errors;

    private ChildProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public HttpClient Client { get; } = new() { Timeout = Patience };

    public Task Exited => process.WaitForExitAsync();

    public bool IsAlive => !process.HasExited;

    /// <summary>Null when it died before it served: a crash in its own recovery.</summary>
    public static async Task<ChildProcess?> StartAsync(string data, TimeSpan ahead, CrashPoint? point, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsAgent.Tests.dll"), "chaos", data, ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                point?.ToString() ?? "-", JsonSerializer.Serialize(settings),
            },
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCHeapCount"] = "1";
        var child = new ChildProcess(Process.Start(start)!);
        if (await child.process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is not { } ready)
        {
            await child.DeadAsync();
            await child.DisposeAsync();
            return null;
        }
        var (url, key) = ready.Split(' ') is [var u, var k] ? (u, k) : throw new InvalidOperationException($"The child said: {ready}");
        child.Client.BaseAddress = new Uri(url);
        child.Client.DefaultRequestHeaders.Add("X-Chaos-Key", key);
        return child;
    }

    /// <summary>Null when it dies instead of answering.</summary>
    public async Task<string?> AskAsync(string command)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(command);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // Its end of the pipe is gone: reading says the same.
        }
        var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (answer is null) await DeadAsync();
        return answer;
    }

    /// <summary>As the operator reads it.</summary>
    public async Task<JsonElement> ReadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Client.DefaultRequestHeaders.GetValues("X-Chaos-Key").Single());
        using var response = await Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>Waits for its end, which must be the one that was armed.</summary>
    public async Task DeadAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != Killed) throw new InvalidOperationException($"The child ended by itself with {process.ExitCode}: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        process.Dispose();
    }
}
