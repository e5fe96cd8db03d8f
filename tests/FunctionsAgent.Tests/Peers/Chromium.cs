using System.Diagnostics;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Playwright;

namespace FunctionsAgent.Tests.Peers;

/// <summary>Debian's Chromium, driven by Playwright over its own driver (part of the NuGet package); installed where it is missing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(5);

    private readonly string profile = Directory.CreateTempSubdirectory("functionsagent-chromium-").FullName;
    private IPlaywright? playwright;
    private IBrowserContext? browser;

    /// <summary>A browser of its own: nobody else's storage, the size of a desk or of a phone.</summary>
    public async Task<IPage> OpenAsync(AgentHost host, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        if (browser is not null) await browser.CloseAsync();
        browser = await playwright!.Chromium.LaunchPersistentContextAsync(Path.Combine(profile, Path.GetRandomFileName()), new()
        {
            ExecutablePath = Find() ?? throw new InvalidOperationException("chromium was installed and is not on the path."),
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            BaseURL = host.Host.Url.ToString(),
        });
        browser.SetDefaultTimeout((float)AgentHost.Patience.TotalMilliseconds);
        Assertions.SetDefaultExpectTimeout((float)AgentHost.Patience.TotalMilliseconds);
        return browser.Pages[0];
    }

    public async Task InitializeAsync()
    {
        if (Find() is null)
        {
            await RunAsync("apt-get", "update");
            await RunAsync("apt-get", "install", "-y", "--no-install-recommends", "chromium");
        }
        playwright = await Playwright.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(InstallTime);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The tests of category Peers need Debian's chromium. {program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
    }
}
