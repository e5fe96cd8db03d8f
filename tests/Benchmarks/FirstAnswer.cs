using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>From the start of a published host's process, on an empty data folder, to its first answer over HTTP.</summary>
internal static class FirstAnswer
{
    private const int Starts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>ReadyToRun and not, in turns. Nothing but a reason when it could not be published: the ahead-of-time compiler is a package that some feeds lack.</summary>
    public static async Task<FirstAnswerFigures> MeasureAsync(string folder)
    {
        var (ready, compiled) = (Path.Combine(folder, "published-r2r"), Path.Combine(folder, "published-jit"));
        if (await PublishAsync(ready, true) is { } reason) return new(null, null, reason);
        if (await PublishAsync(compiled, false) is { } other) return new(null, null, other);
        var (readyToRun, justInTime) = (new double[Starts], new double[Starts]);
        for (var n = 0; n < Starts; n++)
        {
            readyToRun[n] = await StartAsync(ready, Path.Combine(folder, $"first-r2r-{n}"));
            justInTime[n] = await StartAsync(compiled, Path.Combine(folder, $"first-jit-{n}"));
        }
        return new(Latency.Of(readyToRun).P50, Latency.Of(justInTime).P50, null);
    }

    private static async Task<string?> PublishAsync(string output, bool readyToRun)
    {
        var project = Path.Combine(Root(), "src", "FunctionsAgent.Local");
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", project, "-c", "Release", "-r", "linux-x64", $"-p:PublishReadyToRun={readyToRun}", "--self-contained", "false",
            // Files of its own: the runtime identifier would otherwise be left behind in the folders of the ordinary build.
            "-o", output, "--artifacts-path", output + "-build", "-v", "q", "--nologo",
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (text, _) = (publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? null : (await text).Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))?.Trim() ?? $"dotnet publish ended with {publish.ExitCode}";
    }

    private static async Task<double> StartAsync(string output, string data)
    {
        using var client = new HttpClient();
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(output, "FunctionsAgent.Local"), ["run", "--urls", "http://127.0.0.1:0", "--data", data])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["Pipeline__RunAhead"] = "waiting" },
        })!;
        _ = process.StandardError.ReadToEndAsync();
        try
        {
            // Its first line names the address, which is when it listens.
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The published host ended without a word.");
            using var instance = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "instance.json")));
            var (url, key) = (instance.RootElement.GetProperty("url").GetString(), instance.RootElement.GetProperty("key").GetString());
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var body = new StringContent("""{"text":"Where is my order #W1001?"}""", Encoding.UTF8, "application/json");
            using var response = await client.PostAsync($"{url}/api/agents/{Agent.Name}/messages?wait=20", body);
            var answer = await response.Content.ReadAsStringAsync();
            var taken = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            return answer.Contains("tracking number", StringComparison.Ordinal) ? taken : throw new InvalidOperationException($"{line}: {(int)response.StatusCode} {answer}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FunctionsAgent.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("FunctionsAgent.sln is in no folder above the program: first answers are measured in a clone.");
    }
}
