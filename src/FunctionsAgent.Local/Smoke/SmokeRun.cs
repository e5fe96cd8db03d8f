using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Azure;
using Azure.Identity;

namespace FunctionsAgent.Local.Smoke;

/// <summary>
/// The checks in their order, each with what it saw. One that fails does not stop the others; one that builds on it is not made.
/// </summary>
internal sealed class SmokeRun(SmokeOptions options)
{
    private readonly List<Finding> _findings = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken ct)
    {
        using var http = new SmokeHttp(options.Url);
        var platform = new PlatformChecks(http, options);
        var access = new AccessChecks(http, options);
        var chat = new ChatChecks(http, options);
        var staff = new StaffChecks(http, options, chat);
        var bus = new BusCheck(options, staff);

        // First, so that its time is that of an app that may have been scaled to zero.
        await CheckAsync("live", platform.LiveAsync, ct);
        await CheckAsync("ready", platform.ReadyAsync, ct);
        await CheckAsync("page", platform.PageAsync, ct);
        await CheckAsync("resource metadata", access.MetadataAsync, ct);
        await CheckAsync("auth.md", access.DocumentAsync, ct);
        await CheckAsync("sign-in challenge", access.ChallengeAsync, ct);
        await CheckAsync("chat session", chat.OpenAsync, ct);
        await CheckAsync("chat token", chat.TokenAsync, ct);
        await CheckAsync("ask and wait", chat.AskAsync, ct);
        await CheckAsync("long poll", chat.LongPollAsync, ct);
        await CheckAsync("event stream", chat.StreamAsync, ct);
        await CheckAsync("order", chat.OrderAsync, ct);
        await CheckAsync("repeat", chat.RepeatAsync, ct);
        await CheckAsync("log order", staff.OrderAsync, ct);
        await CheckAsync("log verifies", staff.VerifyAsync, ct);
        await CheckAsync("schedule", staff.ScheduleAsync, ct);
        await CheckAsync("parked", staff.ParkedAsync, ct);
        await CheckAsync("dead letters", bus.ForgedAsync, ct);
        await CheckAsync("mcp", access.McpAsync, ct);
        return _findings;
    }

    private async Task CheckAsync(string name, Func<CancellationToken, Task<string>> check, CancellationToken ct)
    {
        var begin = Stopwatch.GetTimestamp();
        var (verdict, detail) = await SeeAsync(check, ct);
        _findings.Add(new(name, verdict, detail, (long)Stopwatch.GetElapsedTime(begin).TotalMilliseconds));
    }

    private static async Task<(Verdict, string)> SeeAsync(Func<CancellationToken, Task<string>> check, CancellationToken ct)
    {
        try
        {
            return (Verdict.Ok, await check(ct));
        }
        catch (SmokeException e)
        {
            return (Verdict.Failed, e.Message);
        }
        catch (NotCheckedException e)
        {
            return (Verdict.NotChecked, e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or AuthenticationFailedException or RequestFailedException)
        {
            return (Verdict.Failed, e.Message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (Verdict.Failed, $"an answer of another form: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (Verdict.Failed, "no answer in time");
        }
    }
}

/// <param name="Token">Of staff; null: what only staff may see is not checked.</param>
/// <param name="Agent">Null: the first that <c>/auth.md</c> names.</param>
/// <param name="Azure">The instance runs on Azure: its address must be https, and its queues are reached past it.</param>
/// <param name="Bus">The Service Bus namespace, for a forged envelope; null: not checked.</param>
internal sealed record SmokeOptions(Uri Url, string? Token, string? Agent, string Say, bool Azure, IBus? Bus = null);
