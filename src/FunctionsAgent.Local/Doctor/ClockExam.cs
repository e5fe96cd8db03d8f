using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Our clock against those of the peers that were asked. Signatures and tokens bear five minutes; timers and figures count in ours.</summary>
internal sealed class ClockExam : IExam
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(300);

    public string Area => "clock";

    public Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct) => Task.FromResult<IReadOnlyList<Finding>>(
        patient.Peers.Skews.Count == 0 ? [Finding.Ok(Area, "clock", "no peer told its time: nothing to compare with")]
        : [.. patient.Peers.Skews.OrderBy(peer => peer.Key, StringComparer.Ordinal).Select(peer => Compare(peer.Key, peer.Value))]);

    internal static Finding Compare(string peer, TimeSpan ahead)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{peer} is {Math.Abs(ahead.TotalSeconds):0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine");
        const string mend = "Have this machine's clock set by NTP (timedatectl set-ntp true); if it is, the peer's is wrong.";
        return ahead.Duration() > Tolerated ? Finding.Failed("clock", peer, text + ": signatures and tokens are refused.", mend)
            : ahead.Duration() > Noticeable ? Finding.Warning("clock", peer, text + ".", mend)
            : Finding.Ok("clock", peer, text);
    }
}
