namespace FunctionsAgent.Channels;

/// <summary>What every request of a Twilio call has in common: its size, its signature, and the agent it is for.</summary>
public sealed class TwilioVoice(ChannelOptions.TwilioOptions options, string defaultAgent)
{
    public const string Channel = "voice";

    /// <summary>Bytes; Twilio's forms have a few kilobytes.</summary>
    public const int MaxBody = 64 * 1024;

    public string Agent => options.Agent ?? defaultAgent;

    /// <summary>
    /// Null when Twilio sent this request. An incoming call is no customer message: the function verifies it, reads it with
    /// <see cref="VoiceTurn.Read"/> and answers <see cref="VoiceScript.Greeting"/>.
    /// </summary>
    public Accepted.Rejected? Verify(RawRequest request)
    {
        if (string.IsNullOrEmpty(options.AuthToken))
            return new(503, "channel-not-configured", "Setting Channels__Twilio__AuthToken is missing.");
        if (request.Body.Length > MaxBody)
            return new(413, "too-large", $"The body has {request.Body.Length} bytes; the limit is {MaxBody}.");
        var signature = request.Headers.GetValueOrDefault("X-Twilio-Signature", "");
        var contentType = request.Headers.GetValueOrDefault("Content-Type", "");
        foreach (var token in new[] { options.AuthToken, options.AuthTokenPrevious })
        {
            if (!string.IsNullOrEmpty(token) && TwilioSignature.IsValid(signature, token, request.Url, contentType, request.Body.Span))
                return null;
        }

        return new(403, "bad-signature", "X-Twilio-Signature is missing or does not match the URL that Twilio called; check Public__BaseUrl.");
    }
}
