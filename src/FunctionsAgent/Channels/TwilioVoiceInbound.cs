using System.Text.Json.Nodes;

namespace FunctionsAgent.Channels;

/// <summary>
/// <c>POST /channels/voice/twilio/turn</c>: what the caller said or keyed in. Silence, speech nobody understood and a poll are
/// <see cref="Accepted.Ignored"/>; <see cref="VoiceScript.Unheard"/> has the words for the first two.
/// </summary>
public sealed class TwilioVoiceInbound(TwilioVoice voice) : IInbound
{
    public const string Silence = "silence", LowConfidence = "low-confidence", Poll = "poll";

    public Accepted Accept(RawRequest request)
    {
        if (voice.Verify(request) is { } rejected)
            return rejected;
        if (VoiceTurn.Read(request) is not { } turn)
            return new Accepted.Poison("malformed-form", "No CallSid, or a counter in the action URL that is not ours.", voice.Agent);
        if (turn.IsPoll)
            return new Accepted.Ignored(Poll);
        if (turn.Heard.Length == 0)
            return new Accepted.Ignored(Silence);
        if (!turn.IsUnderstood)
            return new Accepted.Ignored(LowConfidence);
        var replyRoute = new JsonObject { ["callSid"] = turn.CallSid, ["turn"] = turn.Number };
        if (turn.Confidence is { } confidence)
            replyRoute["confidence"] = confidence;
        return new Accepted.Message(new InboundMessage(
            voice.Agent, TwilioVoice.Channel, turn.To, turn.CallSid, turn.Id, turn.Id, turn.Heard, turn.Assurance, turn.From, ReplyRoute: replyRoute));
    }
}
