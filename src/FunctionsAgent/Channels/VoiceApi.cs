using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Conversations;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Channels;

/// <summary>A phone call over Twilio's <c>&lt;Gather&gt;</c> loop: what was heard is a message, the answer is spoken on the same request.</summary>
public sealed class VoiceApi(TwilioVoice voice, TwilioVoiceInbound inbound, RawRequests requests, Packages packages, IDoor door, Transcript transcript, TimeProvider time)
{
    /// <summary>Twilio hangs up after 15 s; callers give up before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<IResult> CallAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => GreetAsync(request, ct));

    private async Task<IResult> GreetAsync(HttpRequest request, CancellationToken ct)
    {
        if (await requests.ReadAsync(request, TwilioVoice.MaxBody, new Dictionary<string, string>(), ct) is not { } raw) return Problem.Of(413, "too-large", "The form is too large.");
        if (voice.Verify(raw) is { } rejected) return Refusal(rejected);
        return packages.Find(voice.Agent) is { } package ? Say(VoiceScript.Greeting(package.Texts.Greeting)) : Problem.UnknownAgent(voice.Agent);
    }

    public Task<IResult> TurnAsync(HttpRequest request, CancellationToken ct) => Outage.AnswerAsync(request, () => HearAsync(request, ct));

    private async Task<IResult> HearAsync(HttpRequest request, CancellationToken ct)
    {
        if (await requests.ReadAsync(request, TwilioVoice.MaxBody, new Dictionary<string, string>(), ct) is not { } raw) return Problem.Of(413, "too-large", "The form is too large.");
        var accepted = inbound.Accept(raw);
        switch (accepted)
        {
            case Accepted.Rejected rejected:
                return Refusal(rejected);
            case Accepted.Poison poison:
                await door.ParkAsync(raw.Body, poison.Cause, poison.Reason, ct);
                return Say(VoiceScript.LastWords("I am sorry, something is wrong with this call. Please call again."));
        }
        var turn = VoiceTurn.Read(raw)!;
        var deadline = time.GetUtcNow() + Patience;
        if (accepted is Accepted.Message message)
        {
            var entry = await door.EnterAsync(message.Value, Patience, ct);
            return entry.Outcome switch
            {
                EntryOutcome.Taken or EntryOutcome.Duplicate => await AnswerAsync(turn, entry.ConversationId, entry.After, deadline, ct),
                EntryOutcome.UnknownAgent => Problem.UnknownAgent(voice.Agent),
                _ => Say(VoiceScript.NotYet(turn)),
            };
        }
        if (!turn.IsPoll) return Say(VoiceScript.Unheard(turn));
        return await AnswerAsync(turn, ThreadId.For(voice.Agent, turn.To, TwilioVoice.Channel, turn.CallSid).Value, 0, deadline, ct);
    }

    private async Task<IResult> AnswerAsync(VoiceTurn turn, string conversation, long after, DateTimeOffset deadline, CancellationToken ct)
    {
        var answer = await transcript.AnswerAsync(conversation, turn.Id, after, deadline, ct);
        var text = string.Join("\n\n", answer.Messages.Select(m => m.Text));
        return Say(text.Length == 0 ? VoiceScript.NotYet(turn)
            : answer.Status == "handed-off" ? VoiceScript.LastWords(text)
            : VoiceScript.Reply(turn, text));
    }

    private static IResult Say(string twiml) => Results.Content(twiml, "text/xml; charset=utf-8");

    /// <summary>To a forger: a status and nothing else. With its type, as a host fills in a bare status.</summary>
    private static IResult Refusal(Accepted.Rejected rejected) => rejected.Status == 403 ? Results.Content("", "text/plain", statusCode: 403) : Problem.Of(rejected.Status, rejected.Type, "The request was refused.");
}
