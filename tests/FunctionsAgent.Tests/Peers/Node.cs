using System.Diagnostics;
using System.Text.Json;

namespace FunctionsAgent.Tests.Peers;

/// <summary>Node.js with official packages of the protocols we speak: installed once into a folder for temporary files.</summary>
public sealed class Node : IAsyncLifetime
{
    private static readonly string[] Packages = ["standardwebhooks@1.1.1", "twilio@6.2.0", "@modelcontextprotocol/sdk@1.32.2"];
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(1);

    private string folder = "";

    public async Task InitializeAsync()
    {
        folder = Path.Combine(Path.GetTempPath(), $"functionsagent-node-{string.Join('-', Packages).Replace('@', '-').Replace('/', '-')}-{Environment.UserName}");
        if (Directory.Exists(folder)) return;
        // Installed aside and moved, so that a broken-off installation is never used.
        var aside = Directory.CreateTempSubdirectory("functionsagent-npm-").FullName;
        await RunAsync("npm", aside, ["install", .. Packages, "--prefix", aside, "--no-audit", "--no-fund"], "", InstallTime);
        try
        {
            Directory.Move(aside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(aside, recursive: true); // another run was faster
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs a program that finds its input in <c>input</c> and what it prints is the result.</summary>
    public async Task<string> RunAsync(string program, object input) => (await RunAsync("node", folder,
        ["-e", "const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));" + program], JsonSerializer.Serialize(input), RunTime)).TrimEnd('\n');

    private static async Task<string> RunAsync(string program, string folder, IEnumerable<string> arguments, string input, TimeSpan limit)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(limit);
        return process.ExitCode == 0 ? await output
            : throw new InvalidOperationException($"The tests of category Peers need Node.js 20 with npm. {program} ended with {process.ExitCode}: {await output}{await errors}");
    }
}
