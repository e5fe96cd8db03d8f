using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Peers;

/// <summary>
/// Azurite, Microsoft's emulator of Azure Storage, from npm: installed once into a folder for temporary files, started once
/// for all tests of the collection on ports of its own choice, stopped afterwards.
/// </summary>
public sealed partial class Azurite : IAsyncLifetime
{
    private const string Version = "3.35.0";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="; // the emulator's, published

    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("functionsagent-azurite-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var program = Path.Combine(await InstallAsync(), "node_modules", "azurite", "dist", "src", "azurite.js");
        var ports = new ConcurrentDictionary<string, string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Port 0: it takes a free one and prints it.
        _process = Start("node", _folder, [program, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", _folder,
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0"], line =>
        {
            if (line is null)
            {
                ready.TrySetException(new InvalidOperationException($"Azurite ended before it listened:\n{string.Join('\n', _output)}"));
                return;
            }
            _output.Enqueue(line);
            if (Listening().Match(line) is not { Success: true } match) return;
            ports[match.Groups["service"].Value] = match.Groups["address"].Value;
            if (ports.Count == 3) ready.TrySetResult();
        });
        await ready.Task.WaitAsync(StartTime);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};"
            + $"BlobEndpoint={ports["Blob"]}/devstoreaccount1;TableEndpoint={ports["Table"]}/devstoreaccount1;";
    }

    /// <summary>As if nobody had used it: no tables, no container.</summary>
    public async Task ClearAsync()
    {
        var tables = new TableServiceClient(ConnectionString);
        await foreach (var table in tables.QueryAsync()) await tables.DeleteTableAsync(table.Name);
        await new BlobContainerClient(ConnectionString, AzureBlobs.Container).DeleteIfExistsAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The folder with node_modules. Installed aside and moved, so that a broken-off installation is never used.</summary>
    private static async Task<string> InstallAsync()
    {
        var cache = Path.Combine(Path.GetTempPath(), $"functionsagent-azurite-{Version}-{Environment.UserName}");
        if (Directory.Exists(cache)) return cache;

        var aside = Directory.CreateTempSubdirectory("functionsagent-npm-").FullName;
        var output = new ConcurrentQueue<string>();
        using var npm = Start("npm", aside, ["install", $"azurite@{Version}", "--prefix", aside, "--no-audit", "--no-fund"], line => output.Enqueue(line ?? ""));
        using var limit = new CancellationTokenSource(InstallTime);
        try
        {
            await npm.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw new TimeoutException($"npm install azurite@{Version} took longer than {InstallTime}:\n{string.Join('\n', output)}");
        }
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm install azurite@{Version} failed with {npm.ExitCode}:\n{string.Join('\n', output)}");
        try
        {
            Directory.Move(aside, cache);
        }
        catch (IOException) when (Directory.Exists(cache))
        {
            Directory.Delete(aside, recursive: true); // another run was faster
        }
        return cache;
    }

    private static Process Start(string program, string folder, IEnumerable<string> arguments, Action<string?> line)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, e) => line(e.Data);
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { } text) line(text);
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new InvalidOperationException($"The tests of category Peers need Node.js 20 with npm on the path (Linux): {program} could not be started: {e.Message}", e);
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at (?<address>http://\S+)")]
    private static partial Regex Listening();
}

/// <summary>Tests that share the one Azurite, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<Azurite>
{
    public const string Name = "Azurite";
}
